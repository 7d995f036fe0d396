import pulumi
import pulumi_huaweicloud_vpcep as vpcep

whitelist = vpcep.get_vpc_endpoint_service_permissions_output(
    endpoint_service_id="9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
)

pulumi.export("mayConnect", whitelist.permissions)
