/** A QR code, drawn as one path. It is always dark on white: cameras expect it so. */
import encodeQR from "qr";

export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  const path = rows.flatMap((row, y) => row.map((dark, x) => dark ? `M${x} ${y}h1v1h-1z` : "")).join("");
  return (
    <div class="qrbox">
      <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label} fill="currentColor">
        <path d={path} />
      </svg>
    </div>
  );
}
