const pulumi = require("@pulumi/pulumi");
const {
  VpcEndpoint,
  VpcEndpointConnection,
  VpcEndpointService,
  VpcEndpointServicePermission,
} = require("pulumi-huaweicloud-vpcep");

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

// What a replay changes of each resource.
const note = config.get("note") ?? "first";

const plain = new VpcEndpointService("plain", service(10, {
  serviceName: "plain",
  tcpProxy: "open",
  description: note,
  tags: { team: "shop", empty: "" },
}));
const connected = new VpcEndpoint("plain", endpoint(plain.id, { enableWhitelist: true, whitelist: ["192.0.2.0/24"], tags: { note } }));
new VpcEndpointConnection("plain", { endpointServiceId: plain.id, endpointId: connected.id, description: note });
new VpcEndpointServicePermission("plain", { endpointServiceId: plain.id, permission: account(10), description: note });

// Lists that the outputs have in another order and with more words, hidden inputs, a time limit.
new VpcEndpointService(
  "listed",
  service(11, {
    description: note,
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }, { clientPort: 443, serverPort: 8443 }],
    permissions: [account(13), account(12)],
    organizationPermissions: ["organizations:orgPath::o-1/r-2/ou-3/*"],
    rejectConnectionsOnRevoke: true,
    rejectConnectionsOnDelete: true,
    protectConnections: true,
  }),
  { customTimeouts: { create: "5m", update: "90s" } },
);

const adopted = new VpcEndpointService("adopted", service(20, {
  serviceName: "adopted",
  existingId: config.require("adoptedService"),
  description: note,
}));
const taken = new VpcEndpoint("adopted", endpoint(adopted.id, { existingId: config.require("adoptedEndpoint"), tags: { note } }));
new VpcEndpointConnection("adopted", { endpointServiceId: adopted.id, endpointId: taken.id, description: note });
new VpcEndpointServicePermission("adopted", { endpointServiceId: adopted.id, permission: account(20), description: note });

const secret = new VpcEndpointService("secret", service(40, {
  description: pulumi.secret(note),
  tags: pulumi.secret({ owner: "canary-tag" }),
  permissions: pulumi.secret([account(41)]),
}));
const hidden = new VpcEndpoint("secret", endpoint(secret.id, { tags: { owner: pulumi.secret("canary-tag"), note } }));
new VpcEndpointConnection("secret", {
  endpointServiceId: secret.id,
  endpointId: hidden.id,
  description: pulumi.interpolate`canary-note ${pulumi.secret(note)}`,
});
new VpcEndpointServicePermission("secret", {
  endpointServiceId: plain.id,
  permission: pulumi.secret(account(42)),
  description: pulumi.secret(note),
});
