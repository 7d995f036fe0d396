// The owner's side of a service: which accounts may ask, and what is decided about each endpoint that they have made.
//
//   pulumi config set --path 'accounts[0]' <account id>
//   pulumi config set --path 'decisions["<endpoint id>"]' true
//
// The output `waiting` shows who waits for a decision.
import { Config } from "@pulumi/pulumi";
import {
  getVpcEndpointConnectionsOutput,
  VpcEndpointConnection,
  VpcEndpointService,
  VpcEndpointServicePermission,
} from "pulumi-huaweicloud-vpcep";

const config = new Config();
const accounts = config.requireObject<string[]>("accounts");
const decisions = config.getObject<Record<string, boolean>>("decisions") ?? {};

const orders = new VpcEndpointService("orders", {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
});

for (const account of accounts) {
  new VpcEndpointServicePermission(account, {
    endpointServiceId: orders.id,
    permission: `iam:domain::${account}`,
  });
}

// An endpoint that is taken out of the list is rejected.
for (const [endpointId, accepted] of Object.entries(decisions)) {
  new VpcEndpointConnection(endpointId, { endpointServiceId: orders.id, endpointId, accepted });
}

const pending = getVpcEndpointConnectionsOutput({
  endpointServiceId: orders.id,
  status: "pendingAcceptance",
});

export const endpointServiceName = orders.endpointServiceName;
export const waiting = pending.connections.apply((connections) =>
  connections.map(({ endpointId, domainId }) => `${endpointId} of account ${domainId}`),
);
