import { getVpcEndpointQuotasOutput } from "pulumi-huaweicloud-vpcep";

const quotas = getVpcEndpointQuotasOutput({ type: "endpoint_service" });

export const serviceQuota = quotas.quotas;
