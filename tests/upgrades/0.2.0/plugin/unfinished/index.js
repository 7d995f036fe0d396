const pulumi = require("@pulumi/pulumi");
const {
  VpcEndpoint,
  VpcEndpointConnection,
  VpcEndpointService,
  VpcEndpointServicePermission,
} = require("pulumi-huaweicloud-vpcep/plugin");

const config = new pulumi.Config();
const vpcId = "4189d3c2-8882-4871-a3c2-d380272eed83";
const service = (number, more) => ({
  serverType: "LB",
  vpcId,
  portId: `5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c${number}`,
  ports: [{ clientPort: 443, serverPort: 8443 }],
  ...more,
});
const endpoint = (endpointServiceId, more) => ({
  endpointServiceId,
  vpcId,
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
  ...more,
});
const account = (number) => `iam:domain::5fc973eea581490997e82ea11a1d01${number}`;

// 1: everything is made. 2: the changes, of which the cloud refuses some. 3: one more service, which fails in the cloud.
const stage = Number(config.require("stage"));
const first = stage === 1;

// What the changes leave alone.
const base = new VpcEndpointService("base", service(50, { serviceName: "base" }));
const link = (number) => new VpcEndpoint(`base-${number}`, endpoint(base.id, {
  subnetId: `16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a${number}`,
}));

// Partly failed: of two changes one was made.
new VpcEndpointService("partly", service(51, {
  description: first ? "first" : "second",
  permissions: first ? [account(50)] : [account(50), account(51)],
}));
new VpcEndpoint("partly", endpoint(base.id, {
  whitelist: first ? ["192.0.2.1"] : ["192.0.2.2"],
  tags: { note: first ? "first" : "second" },
}));
new VpcEndpointConnection("partly", {
  endpointServiceId: base.id,
  endpointId: link(70).id,
  accepted: first,
  description: first ? "first" : "refused",
});
// Whether the change was made, nobody knows.
new VpcEndpointService("doubted", service(52, { description: first ? "first" : "doubted" }));

// Failed: the change was refused, and the state keeps what was before.
new VpcEndpointService("refused", service(60, { description: first ? "first" : "refused" }));
new VpcEndpoint("refused", endpoint(base.id, {
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a60",
  whitelist: first ? ["192.0.2.1"] : ["192.0.2.66"],
}));
new VpcEndpointConnection("refused", {
  endpointServiceId: base.id,
  endpointId: link(71).id,
  description: first ? "first" : "refused",
});
new VpcEndpointServicePermission("refused", {
  endpointServiceId: base.id,
  permission: account(60),
  description: first ? "first" : "refused",
});
// The successor was made, but its predecessor could not be deleted.
new VpcEndpointService("replaced", service(61, first ? {} : {
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  portId: "9b7f5a0c-6f0b-4b4a-8a83-3a5c8fd7c0b2",
}));

if (!first) {
  // Partly failed: made, but its whitelist was refused.
  new VpcEndpointService("halfway", service(53, { permissions: [account(53)] }));
  // Failed: never made.
  new VpcEndpointService("never", service(63, { description: "never" }));
  new VpcEndpoint("never", endpoint(base.id, {
    subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a63",
    description: "never",
  }));
  new VpcEndpointServicePermission("never", { endpointServiceId: base.id, permission: account(63) });
}
// Failed: made, and ended as failed.
if (stage === 3) new VpcEndpointService("ended", service(64));
