/** Sums of money, as people write them and as they are shown. */

/** A sum with its sign: +12.50, −10.40. */
export function signed(amount: string): string {
  return amount.startsWith("-") ? "−" + amount.slice(1) : "+" + amount.replace(/^\+/, "");
}

/** A sum as the ledger wants it: digits and a point; a comma is a point; no more decimals than there are. */
export function amountOf(written: string, precision: number): string | undefined {
  const sum = written.trim().replace(",", ".");
  if (!/^\d{1,15}(\.\d+)?$/.test(sum) || Number(sum) <= 0) return undefined;
  const decimals = sum.split(".")[1]?.length ?? 0;
  return decimals <= precision ? sum : undefined;
}
