// What a look-up refuses, before any call.
import * as pulumi from "@pulumi/pulumi";
import { getVpcEndpointService, getVpcEndpointServices, Provider } from "../../../provider";
import type { Provocations } from "./pattern";

/** The message of a look-up that fails in a program; look-ups ask the cloud only where an engine runs the program. */
async function refusal(run: () => Promise<unknown>): Promise<string> {
  const engine = jest.spyOn(pulumi.runtime, "getEngine").mockReturnValue({} as never);
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  } finally {
    engine.mockRestore();
  }
  throw new Error("nothing was refused");
}

const id = "00000000-0000-4000-8000-000000000000";

async function mocked(preview: boolean): Promise<void> {
  const newResource = () => ({ id: preview ? undefined : "id", state: {} });
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "project", "stack", preview);
}

export const lookUps: Provocations = {
  "get… look-up failed: …": () => refusal(() => getVpcEndpointService({ id })),
  "get… is not an argument of get…": () => refusal(() => getVpcEndpointServices({ nam: "orders" } as never)),
  "get… must be given, and not both of them.": () => refusal(() => getVpcEndpointService({})),
  "get… an argument is an output, or a promise: use get…Output.": () =>
    refusal(() => getVpcEndpointService({ id: pulumi.output(id) } as never)),
  "get… a setting of its provider is not known yet: use get…Output.": async () => {
    await mocked(true);
    class Bucket extends pulumi.CustomResource {}
    const provider = new Provider("eu", { caFile: new Bucket("test:index:Bucket", "bucket").id });
    return refusal(() => getVpcEndpointServices({}, { provider }));
  },
  "get… its provider is not a Provider of pulumi-huaweicloud-vpcep.": async () => {
    await mocked(false);
    class Other extends pulumi.ProviderResource {}
    const provider = new Other("other", "other", {});
    return refusal(() => getVpcEndpointServices({}, { provider }));
  },
};
