import { placeInShell, placeInStack, shellLines, stackLines } from "./control/pointing";
import type { EmulatorOptions } from "./options";
import type { Account, RegionProject } from "./world/settings";

type ShownAccount = Pick<Account, "name" | "domainId" | "accessKey" | "secretKey" | "regions">;

/** What a user needs to know about a running emulator. */
export interface Facts {
  url: string;
  /** The first one's keys and project are in the lines for stacks and shells. */
  accounts: readonly [ShownAccount, ...ShownAccount[]];
  /** Where the first one's keys come from, as a sentence. */
  keys: string;
}

/** The keys are made for this emulator alone and open nothing else, so they may be shown on the terminal. */
export function greeting({ url, accounts, keys }: Facts): string {
  const [own, ...furtherAccounts] = accounts;
  const [first, ...others] = own.regions;
  return `VPC Endpoint emulator at ${url} (stop it with Ctrl-C)
Watch it in a browser:  ${url}/__emulator/

${indented(facts(own))}
${keys}

${furtherAccounts.map(further).join("")}Point a Pulumi stack at it:

${indented(stackLines(url, own, first))}
${instead(others, placeInStack)}or, for the shell:

${indented(shellLines(url, own, first))}
${instead(others, placeInShell)}Requests it has received: ${url}/__emulator/requests
`;
}

/** Whether a stack configured for this emulator will also work with the next one. */
export function keysSentence({ accessKey, statePath }: EmulatorOptions): string {
  if (accessKey !== undefined) return "The keys are those that were given.";
  if (statePath !== undefined) return `The keys are kept in ${statePath}, so the next start has them too.`;
  return "The keys are new at each start; --state keeps them, --access-key and --secret-key set them.";
}

function facts({ domainId, accessKey, secretKey, regions }: ShownAccount): string[] {
  return [
    `account id  ${domainId}`,
    `access key  ${accessKey}`,
    `secret key  ${secretKey}`,
    ...regions.flatMap(({ region, projectId }) => [`region      ${region}`, `project     ${projectId}`]),
  ];
}

function further(account: ShownAccount): string {
  return `As the account ${account.name}, with project and keys of its own:\n\n${indented(facts(account))}\n`;
}

/** Only these lines differ between regions; keys and address do not. */
function instead(others: readonly RegionProject[], lines: (place: RegionProject) => string[]): string {
  return others.map((place) => `in ${place.region} instead:\n\n${indented(lines(place))}\n`).join("");
}

function indented(lines: string[]): string {
  return lines.map((line) => `  ${line}\n`).join("");
}
