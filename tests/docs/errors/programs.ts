// What the program's own process refuses: a constructor that throws, an output that is rejected, a package that is
// missing. And a bug, which no call provokes.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Provider, VpcEndpointService, type VpcEndpointServiceArgs } from "../../../provider";
import { systemRuntime } from "../../../provider/api/runtime";
import { serve } from "../../../provider/dynamic/serve";
import { bridgeText } from "../../../provider/program/bridge";
import { vpcEndpointService } from "../../../provider/vpc-endpoint-service/lifecycle";
import { service } from "../../helpers/in-process";
import { withoutUnhandled } from "../../helpers/unhandled";
import type { Provocations } from "./pattern";

const args = service() as unknown as VpcEndpointServiceArgs;

async function refusal(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

export const programs: Provocations = {
  "a bug in pulumi-huaweicloud-vpcep, please report it: …": () => {
    const nothing = { config: { problems: [], warnings: [] }, secrets: () => [], runtime: systemRuntime };
    const broken = serve(vpcEndpointService, () => nothing as never);
    return refusal(() => broken.read("id", {}));
  },
  "… must be given.": () =>
    refusal(() => new VpcEndpointService("orders", { ...args, ports: undefined } as never)),
  "Pulumi cannot import resources of this kind. …": () =>
    refusal(() => new VpcEndpointService("orders", args, { import: "id" } as never)),
  "… is not a setting of this package; did you mean …?": async () => {
    pulumi.runtime.setAllConfig({ "huaweicloud:regoin": "cn-north-4" });
    const said = await refusal(() => new VpcEndpointService("orders", args));
    pulumi.runtime.setAllConfig({});
    return said;
  },
  'Provider "…": … is not a setting; did you mean …?': () =>
    refusal(() => new Provider("europe", { regoin: "eu-west-101" } as never)),

  "… share portId … services with the same backend port must differ in serverPort or protocol.": () =>
    withoutUnhandled(async () => {
      await pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
      // Services are compared only where an engine runs the program.
      const engine = jest.spyOn(pulumi.runtime, "getEngine").mockReturnValue({} as never);
      const stack = new pulumi.ComponentResource("test:index:Root", "root");
      const root = jest.spyOn(pulumi.runtime, "getStackResource").mockReturnValue(stack as never);
      new VpcEndpointService("orders", args);
      const said = await refusal(() => new VpcEndpointService("invoices", args));
      engine.mockRestore();
      root.mockRestore();
      return said;
    }),

  "cannot load pulumi-huaweicloud-vpcep: add it to … and run npm install …": async () => {
    const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), "vpcep-docs-"))];
    writeFileSync(join(folder, "package.json"), "{}");
    process.chdir(folder);
    const said = await refusal(() => {
      // As the dynamic-provider process evaluates the text that stands in the state.
      const exports: { handler?: () => unknown } = {};
      new Function("exports", "require", bridgeText("VpcEndpointService"))(
        exports,
        createRequire(__filename),
      );
      exports.handler?.();
    });
    process.chdir(before);
    rmSync(folder, { recursive: true });
    return said;
  },
};
