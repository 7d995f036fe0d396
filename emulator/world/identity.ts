/** Whoever logs in with a name and a password. */
export interface User {
  id: string;
  name: string;
  password: string;
}

/** A user, or whoever acts as an agency. */
export interface Principal {
  id: string;
  name: string;
  urn: string;
}

/** The built-in project of a region, named after it, or a sub-project, whose name begins with `<region>_`. */
export interface Project {
  region: string;
  projectId: string;
  name: string;
  /** The account for a built-in project, the built-in project for a sub-project. */
  parentId: string;
}

/** A role of an account that users of another can take on. */
export interface Agency {
  id: string;
  name: string;
  urn: string;
  /** Id of the account that may assume it, or `*` for every account. */
  trusts: string;
}

/** Users who log in elsewhere and bring an id token from there. */
export interface IdentityProvider {
  id: string;
  urn: string;
  /** Valid at any time. A JWT is valid too until its `exp`; its signature is never looked at. */
  idTokens: readonly string[];
}

export interface AccountIdentity {
  users: readonly [User, ...User[]];
  projects: readonly Project[];
  agencies: readonly Agency[];
  identityProvider: IdentityProvider;
}

export function userPrincipal({ domainId }: { domainId: string }, { id, name }: User): Principal {
  return { id, name, urn: `iam::${domainId}:user:${name}` };
}
