import * as pulumi from "@pulumi/pulumi";
import { misspeltSetting } from "../configuration/settings";

/** Refuses settings of the stack that are ours but for a slip of the pen; left alone they would be ignored in silence. */
export function refuseMisspeltSettings(): void {
  const problems = Object.keys(pulumi.runtime.allConfig()).flatMap((key) => misspeltSetting(key) ?? []);
  if (problems.length > 0) throw new pulumi.RunError(problems.join(" "));
}
