// The same service in two regions. The keys are those of the stack's configuration; each region has a project of its own.
//
// On the cloud, with your own values:
//
//   pulumi config set --secret huaweicloud:accessKey <access key>
//   pulumi config set --secret huaweicloud:secretKey <secret key>
//   pulumi config set --path north.region cn-north-4
//   pulumi config set --path north.projectId <project id>
//   pulumi config set --path south.region ap-southeast-1
//   pulumi config set --path south.projectId <project id>
//
// On the emulator, which can have several regions, each with a project of its own:
//
//   npx vpcep-emulator --port 8787 --region cn-north-4=north01 --region ap-southeast-1=south01 --access-key demoKey --secret-key demoSecret
//
//   pulumi config set --secret huaweicloud:accessKey demoKey
//   pulumi config set --secret huaweicloud:secretKey demoSecret
//   pulumi config set --path north.region cn-north-4
//   pulumi config set --path north.projectId north01
//   pulumi config set --path north.endpoints.vpcep http://127.0.0.1:8787
//   pulumi config set --path south.region ap-southeast-1
//   pulumi config set --path south.projectId south01
//   pulumi config set --path south.endpoints.vpcep http://127.0.0.1:8787
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
