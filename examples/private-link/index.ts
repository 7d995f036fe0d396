// A whole private link in one program: the service, who may connect, the consumer's endpoint, and the owner's decision.
import {
  getVpcEndpointOutput,
  VpcEndpoint,
  VpcEndpointConnection,
  VpcEndpointService,
  VpcEndpointServicePermission,
} from "pulumi-huaweicloud-vpcep";

const orders = new VpcEndpointService("orders", {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
});

// An account of somebody else, which may ask for a connection.
new VpcEndpointServicePermission("partner", {
  endpointServiceId: orders.id,
  permission: "iam:domain::5fc973eea581490997e82ea11a1d0101",
});

// An endpoint of this account, in another VPC.
const shop = new VpcEndpoint("shop", {
  endpointServiceId: orders.id,
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
});

// The owner accepts it.
const accepted = new VpcEndpointConnection("shop", {
  endpointServiceId: orders.id,
  endpointId: shop.id,
});

export const endpointId = shop.id;
// The endpoint has its address from then on: a look-up waits for the decision, where shop.ip would come too early.
export const address = getVpcEndpointOutput({ id: accepted.endpointId }).ip;
export const status = accepted.status;
