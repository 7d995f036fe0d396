import { VpcEndpointService } from "pulumi-huaweicloud-vpcep";

const orders = new VpcEndpointService("orders", {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
  permissions: ["iam:domain::5fc973eea581490997e82ea11a1d0101"],
  tags: { team: "checkout" },
});

export const endpointServiceName = orders.endpointServiceName;
