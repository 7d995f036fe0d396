import { getVpcEndpointServicesOutput } from "pulumi-huaweicloud-vpcep";

const checkout = getVpcEndpointServicesOutput({ tags: { team: "checkout" } });

export const servicesOfCheckout = checkout.endpointServices;
