import type { CallContext } from "./api-call";
import type { Credentials } from "./sign";

/** For the calls that bring a login about: what proves anything is in their bodies. */
export const NOBODY = "nobody";

/** What shows a host who sends a request: a signature with these keys, or a token. */
export type Proof = Credentials | { token: string } | typeof NOBODY;

/** Somebody in the cloud. All clients that are the same one share it. */
export interface Login {
  /** Tells it from others, also after its keys were renewed; it holds keys, and is for no eyes. */
  readonly identity: string;
  /** What proves it at this moment; logs in where that takes a call. Throws what kept it from that. */
  proof(context: CallContext): Promise<Proof>;
  /** A host refused this proof. Whether there is another one now; throws when getting one failed. */
  renew(refused: Proof, context: CallContext): Promise<boolean>;
  /** All that texts must be cleaned of, what it was given by the cloud included. */
  secrets(): readonly string[];
  /** What to do about a refusal for good; undefined where the service's hints say it. */
  readonly advice?: string | undefined;
}

export function isToken(proof: Proof): proof is { token: string } {
  return proof !== NOBODY && "token" in proof;
}

export function isSigned(proof: Proof | undefined): proof is Credentials {
  return proof !== undefined && proof !== NOBODY && !isToken(proof);
}

/** All of it that no text may hold. */
export function secretsIn(proof: Proof): string[] {
  if (proof === NOBODY) return [];
  if (isToken(proof)) return [proof.token];
  return [proof.accessKey, proof.secretKey, proof.securityToken].filter((one) => one !== undefined);
}

/** Somebody who proves nothing; `secrets` are in what is sent. */
export function anonymous(secrets: readonly string[], advice?: string): Login {
  return unrenewable(NOBODY, NOBODY, secrets, advice);
}

/** What the user has given: nothing can renew it. */
export function loginWith(proof: Exclude<Proof, typeof NOBODY>, advice?: string): Login {
  return unrenewable(JSON.stringify(proof), proof, secretsIn(proof), advice);
}

function unrenewable(identity: string, proof: Proof, secrets: readonly string[], advice?: string): Login {
  const login = { identity, proof: async () => proof, renew: async () => false, secrets: () => secrets };
  return { ...login, ...(advice !== undefined && { advice }) };
}
