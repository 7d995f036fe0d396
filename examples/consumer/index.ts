// Connects a VPC to a service of another account, by the full name that its owner tells:
//
//   pulumi config set serviceName cn-north-4.orders.c07132bf-4071-439a-9ff3-2068eb45092f
//
// The owner has to have this account on the service's list, and may have to approve the endpoint. Until then `pulumi up`
// succeeds with the status pendingAcceptance; after the owner's decision `pulumi up --refresh` shows status and address.
import { Config } from "@pulumi/pulumi";
import { VpcEndpoint } from "pulumi-huaweicloud-vpcep";

const orders = new VpcEndpoint("orders", {
  endpointServiceName: new Config().require("serviceName"),
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
});

// What to tell the owner.
export const endpointId = orders.id;
export const status = orders.status;
// Not there before the endpoint is accepted.
export const address = orders.ip;
