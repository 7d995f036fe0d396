import type { Credentials } from "../api/sign";

/** An account, by its name or by its id; the id counts where both are known. */
export interface Account {
  domainName?: string | undefined;
  domainId?: string | undefined;
}

/** Access and secret key, with a token where they are temporary. Nothing can renew them. */
export interface KeysSource extends Credentials {
  kind: "keys";
}

/** A user of an account: by name with the account, or by id alone. */
export interface PasswordSource extends Account {
  kind: "password";
  userName?: string | undefined;
  userId?: string | undefined;
  password: string;
}

/** A token of IAM that somebody else has got. Nothing can renew it. */
export interface TokenSource extends Account {
  kind: "token";
  authToken: string;
}

/** An OpenID Connect token of an identity provider that the account knows; a file is read anew for each login. */
export interface IdTokenSource {
  kind: "idToken";
  idpId: string;
  idToken?: string | undefined;
  idTokenFile?: string | undefined;
}

/** The agency of the virtual machine that the program runs on. */
export interface MetadataSource {
  kind: "metadata";
  /** Nobody asked for it, but nothing else is set: a machine without metadata has no login at all. */
  isLastResort?: true;
}

export type Base = KeysSource | PasswordSource | TokenSource | IdTokenSource | MetadataSource;

/** An agency, often of another account, that is taken on with the rights of the base. */
export interface Agency extends Account {
  name: string;
  /** Seconds; the cloud's default where it is left out. */
  duration?: number | undefined;
}

/** Who the provider is to be in the cloud. Nothing has been asked yet. */
export interface Source {
  /** Where it was found, as messages say it: `the stack's configuration`, `HW_USER_NAME and so on`, `profile "dev" of …`. */
  from: string;
  /** Found in a file, where no setting of the provider names it. */
  isInFile?: true;
  base: Base;
  agency?: Agency | undefined;
}

/** What must be in no message, line or state. */
export function secretsOf({ base }: Source): string[] {
  if (base.kind === "keys")
    return [base.accessKey, base.secretKey, base.securityToken].filter((one) => one !== undefined);
  if (base.kind === "password") return [base.password];
  if (base.kind === "token") return [base.authToken];
  return base.kind === "idToken" && base.idToken !== undefined ? [base.idToken] : [];
}
