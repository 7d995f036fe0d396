import { getPublicVpcEndpointServicesOutput } from "pulumi-huaweicloud-vpcep";

const storage = getPublicVpcEndpointServicesOutput({ endpointServiceName: "obs" });

export const storageServices = storage.endpointServices;
