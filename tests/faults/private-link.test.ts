import { vpcEndpointConnection } from "../../provider/vpc-endpoint-connection/lifecycle";
import { vpcEndpointServicePermission } from "../../provider/vpc-endpoint-service-permission/lifecycle";
import { openLab } from "../helpers/in-process";
import { service } from "./support";

test("smoke", async () => {
  const lab = await openLab();
  await lab.stack.up(service({ approvalEnabled: true }));
  lab.forget();
  const permission = lab.siblingStack(vpcEndpointServicePermission, "shop");
  const wanted = { endpointServiceId: lab.stack.id, permission: "iam:domain::abc", description: "x" };
  console.log(await permission.up(wanted), lab.calls(), permission.outputs, permission.id);
  lab.forget();
  console.log(await permission.up(wanted), lab.calls());
  lab.forget();
  console.log(await permission.refresh(), lab.calls());
  lab.forget();
  console.log(await permission.up({ ...wanted, description: "new" }), lab.calls());
  lab.forget();
  console.log(await permission.up({ ...wanted, description: undefined }), lab.calls(), lab.lines);
  lab.forget();
  await permission.destroy();
  console.log(lab.calls());
  console.log(lab.emulator.state().services[0]?.permissions);
  void vpcEndpointConnection;
  await lab.close();
});
