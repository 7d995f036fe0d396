// Lets named accounts connect: `pulumi config set --path 'consumers[0]' <account id>`, then `pulumi up`.
import { Config } from "@pulumi/pulumi";
import { VpcEndpointService } from "pulumi-huaweicloud-vpcep";

const consumers = new Config().requireObject<string[]>("consumers");

const orders = new VpcEndpointService("orders", {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
  // Whoever is on the list connects without being approved one by one.
  approvalEnabled: false,
  // The whole list: an account that is taken out here may not connect any more…
  permissions: consumers.map((accountId) => `iam:domain::${accountId}`),
  // …and loses the connections that it has.
  rejectConnectionsOnRevoke: true,
});

export const endpointServiceName = orders.endpointServiceName;
export const permissions = orders.permissions;
