// The hidden state that earlier versions left is read in full: no key of theirs is lost, or has another form by now.
import { RESOURCES } from "../../../provider/registry";
import type { Properties } from "../../../provider/resource/properties";
import { HIDDEN, hiddenState } from "../../../provider/resource/state";
import { keptStates, readKept } from "../../upgrades/kept";

interface KeptResource {
  urn: string;
  type: string;
  outputs: Properties;
}

const name = (resource: KeptResource) => resource.type.split(":").at(-1) ?? "";
const resources = keptStates().flatMap(([version, front, state]) =>
  (JSON.parse(readKept(version, front, state).stack).deployment.resources as KeptResource[])
    .filter(({ type }) => /^(pulumi-nodejs:dynamic\/)?huaweicloud-vpcep:/.test(type))
    .map((resource) => ({
      title: `${version}, ${front}, ${state}: ${name(resource)} ${resource.urn.split("::").at(-1)}`,
      resource,
    })),
);

test("every resource type is among them", () => {
  const types = new Set(resources.map(({ resource }) => name(resource)));
  expect([...types].sort()).toEqual(RESOURCES.map(({ definition }) => definition.type).sort());
});

test.each(resources)("$title", ({ resource: { outputs } }) => {
  const kept: unknown = JSON.parse(String(outputs[HIDDEN]));
  expect(hiddenState(outputs)).toEqual(kept);
});
