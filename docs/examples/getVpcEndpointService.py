import pulumi
import pulumi_huaweicloud_vpcep as vpcep

dns = vpcep.get_vpc_endpoint_service_output(
    endpoint_service_name="com.myhuaweicloud.cn-north-4.dns",
)

pulumi.export("dnsId", dns.id)
