import pulumi
import pulumi_huaweicloud_vpcep as vpcep

quotas = vpcep.get_vpc_endpoint_quotas_output(type="endpoint_service")

pulumi.export("serviceQuota", quotas.quotas)
