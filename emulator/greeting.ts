/** What a user needs to know about a running emulator. */
export interface Facts {
  url: string;
  region: string;
  projectId: string;
  accessKey: string;
  secretKey: string;
}

/** The keys are made for this emulator alone and open nothing else, so they may stand on the terminal. */
export function greeting({ url, region, projectId, accessKey, secretKey }: Facts): string {
  return `VPC Endpoint emulator at ${url} (stop it with Ctrl-C)

  access key  ${accessKey}
  secret key  ${secretKey}
  region      ${region}
  project     ${projectId}

Point a Pulumi stack at it:

  pulumi config set huaweicloud:region ${region}
  pulumi config set huaweicloud:projectId ${projectId}
  pulumi config set huaweicloud:accessKey ${accessKey}
  pulumi config set --secret huaweicloud:secretKey ${secretKey}
  pulumi config set huaweicloud:endpoints '{"vpcep":"${url}"}'

or, for the shell:

  export HW_REGION_NAME=${region}
  export HW_PROJECT_ID=${projectId}
  export HW_ACCESS_KEY=${accessKey}
  export HW_SECRET_KEY=${secretKey}
  export HW_VPCEP_ENDPOINT=${url}

What was asked of it: ${url}/__emulator/requests
`;
}
