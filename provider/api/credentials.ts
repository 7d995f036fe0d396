/** What a call is signed with. */
export interface Credentials {
  accessKey: string;
  secretKey: string;
  /** Goes with temporary keys only. */
  securityToken?: string;
}
