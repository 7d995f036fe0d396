import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import { service } from "../helpers/in-process";
import { ownersCall } from "../helpers/owner";
import { lab as open } from "./support";

test("smoke", async () => {
  const lab = await open();
  const out: unknown[] = [];
  const step = async (name: string, run: () => Promise<unknown>) => {
    lab.forget();
    const seen = await run().catch((error: Error) => error.message);
    out.push([name, seen, lab.calls(), lab.lines.splice(0)]);
  };
  await lab.stack.up(service({ approvalEnabled: true }));
  const permission = lab.siblingStack(vpcEndpointServicePermission, "shop");
  const wanted = { endpointServiceId: lab.stack.id, permission: "iam:domain::abc", description: "x" };
  await step("create", () => permission.up(wanted));
  await step("again", () => permission.up(wanted));
  await step("refresh", () => permission.refresh());
  await step("describe", () => permission.up({ ...wanted, description: "new" }));
  await step("undescribe", () => permission.up({ ...wanted, description: undefined }));
  await step("destroy", () => permission.destroy());
  await step("endpoint", () => ownersCall(lab.emulator, ["..", "vpc-endpoints"], {}));
  void vpcEndpointConnection;
  process.stdout.write(`${JSON.stringify(out, null, 1)}\n`);
});
