import { seen } from "../cli/world";
import type { Workspace } from "../helpers/pulumi-cli";

interface Step {
  op: string;
  urn: string;
}

/** What a preview would do to resources of this package: `update VpcEndpoint plain`, sorted. */
export async function plannedBy(workspace: Workspace): Promise<string[]> {
  const result = await workspace.run(["preview", "--json"]);
  if (result.exitCode !== 0) throw new Error(`the preview failed: ${seen(result)}`);
  const { steps } = JSON.parse(result.stdout) as { steps: Step[] };
  return steps
    .filter(({ op, urn }) => op !== "same" && /vpcep:/.test(urn.split("::")[2] ?? ""))
    .map(({ op, urn }) => `${op} ${urn.split("::")[2]?.split(":").at(-1)} ${urn.split("::").at(-1)}`)
    .sort();
}
