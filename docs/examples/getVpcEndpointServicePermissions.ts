import { getVpcEndpointServicePermissionsOutput } from "pulumi-huaweicloud-vpcep";

const whitelist = getVpcEndpointServicePermissionsOutput({
  endpointServiceId: "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
});

export const mayConnect = whitelist.permissions;
