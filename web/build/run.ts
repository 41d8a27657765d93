/** Running programs, and giving up. */

export interface Ran {
  readonly failed: boolean;
  readonly said: string;
}

export async function run(program: string, ...args: readonly string[]): Promise<Ran> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], stdin: "null" }).output();
  const decoder = new TextDecoder();
  return { failed: !success, said: (decoder.decode(stdout) + decoder.decode(stderr)).trim() };
}

export function fail(line: string): never {
  console.error("web: " + line);
  Deno.exit(1);
}
