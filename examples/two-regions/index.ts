// The same service in two regions. The keys are those of the stack's configuration; each region has a project of its own:
// `pulumi config set --path north.region cn-north-4`, `pulumi config set --path north.projectId <id>`, and so for south.
// On the emulator, start it with `--region cn-north-4 --region ap-southeast-1`, take the project ids that it prints, and
// `pulumi config set --path north.endpoints.vpcep http://127.0.0.1:8787`, the same for south.
import { Config } from "@pulumi/pulumi";
import { Provider, type ProviderArgs, VpcEndpointService } from "pulumi-huaweicloud-vpcep";

const config = new Config();
const cloud = new Config("huaweicloud");
const keys = { accessKey: cloud.requireSecret("accessKey"), secretKey: cloud.requireSecret("secretKey") };

const north = new Provider("north", { ...config.requireObject<ProviderArgs>("north"), ...keys });
const south = new Provider("south", { ...config.requireObject<ProviderArgs>("south"), ...keys });

const service = {
  serviceName: "orders",
  serverType: "LB",
  vpcId: "4189d3c2-8882-4871-a3c2-d380272eed83",
  portId: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  ports: [{ clientPort: 443, serverPort: 8443 }],
};
const inNorth = new VpcEndpointService("orders-north", service, { provider: north });
const inSouth = new VpcEndpointService("orders-south", service, { provider: south });

export const northName = inNorth.endpointServiceName;
export const southName = inSouth.endpointServiceName;
