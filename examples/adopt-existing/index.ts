// Takes over a service that somebody made by hand: `pulumi config set serviceId <id>`, then `pulumi preview`.
import { Config } from "@pulumi/pulumi";
import { VpcEndpointService } from "pulumi-huaweicloud-vpcep";

const orders = new VpcEndpointService("orders", {
  existingId: new Config().require("serviceId"),
  // These must be as they are: a service that differs here is refused, not changed.
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  // These are brought to what stands here, with one call that sends only what differs. What is not named stays as found.
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
  description: "Orders. Managed by Pulumi.",
});

export const endpointServiceName = orders.endpointServiceName;
export const approvalEnabled = orders.approvalEnabled;
