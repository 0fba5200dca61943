import { type Cidr, cidr } from "./cidr.ts";

/** Addresses of private networks: the cluster's own pods and Services, and what is around it. */
export const privateRanges: readonly Cidr[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  // Shared by the customers of one carrier (RFC 6598); clouds number pods from it.
  "100.64.0.0/10",
  "198.18.0.0/15",
  "fc00::/7",
].map(cidr);

/**
 * Addresses that no other host answers from, or that a pod has no business with: this host, its link with the cloud's
 * metadata service (169.254.169.254), multicast, reserved space, and IPv6 addresses that stand for IPv4 ones.
 */
export const unroutableRanges: readonly Cidr[] = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // The one metadata service with a public address, Azure's.
  "168.63.129.16/32",
  "::/128",
  "::1/128",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2002::/16",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
].map(cidr);

/** The metadata services that are at addresses of private networks: Alibaba's, and Amazon's by IPv6. */
export const privateMetadata: readonly Cidr[] = ["100.100.100.200/32", "fd00:ec2::254/128"].map(cidr);
