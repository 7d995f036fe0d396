// One service. `pulumi config set approvalEnabled false` lets consumers connect without being approved first.
import { Config } from "@pulumi/pulumi";
import { VpcEndpointService } from "pulumi-huaweicloud-vpcep";

const orders = new VpcEndpointService("orders", {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
  approvalEnabled: new Config().getBoolean("approvalEnabled"),
});

export const endpointServiceName = orders.endpointServiceName;
export const status = orders.status;
