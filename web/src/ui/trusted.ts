/** The only way for an address to become a script here: those of the page's own worker and service worker. */
interface Policy {
  createScriptURL(address: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy("hearth", { createScriptURL: (address) => address });

/** Not every browser knows trusted types. */
export function trustedScript(address: string): string {
  return policy ? policy.createScriptURL(address) : address;
}
