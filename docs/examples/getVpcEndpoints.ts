import { getVpcEndpointsOutput } from "pulumi-huaweicloud-vpcep";

const endpoints = getVpcEndpointsOutput({ vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4" });

export const endpointsOfVpc = endpoints.endpoints;
