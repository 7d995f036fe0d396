import { getVpcEndpointOutput } from "pulumi-huaweicloud-vpcep";

const consumer = getVpcEndpointOutput({ id: "b7a1f3c2-6f4e-4c38-9b1d-2f60c8e0d417" });

export const consumerStatus = consumer.status;
