import pulumi
import pulumi_huaweicloud_vpcep as vpcep

checkout = vpcep.get_vpc_endpoint_services_output(tags={"team": "checkout"})

pulumi.export("servicesOfCheckout", checkout.endpoint_services)
