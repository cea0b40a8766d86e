// A certificate for `localhost` that signs itself, so that this package's tests need no other package. It lasts for a
// century, and nobody should ever trust it for anything but these tests.

const cert = `
-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNpFyjXTYzCjjdwH
ESKVJ++YpVQfaTHmkzXFpcQaBqls10GZuyZv3qCIeBuk1Yz8KT1zC6oEdTZdl4tP
NC8PbSOjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBQz4hZ2ytiC/gnPEYWDHu7ksFNu3zAKBggqhkjOPQQD
AgNIADBFAiB/c+G+BBAVTAlbuuW90oYW06t7HRZMu17ud1Bg1GzPsgIhANVuShL3
1cq0PIh72l8HnDONF8gi4iQU6QL+wgf2vGJO
-----END CERTIFICATE-----
`;

const key = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgG6S/W4DuSOE0d0KN
ADrdJyCLnazHH73dBUfAAmAj0YihRANCAATaRco102Mwo43cBxEilSfvmKVUH2kx
5pM1xaXEGgapbNdBmbsmb96giHgbpNWM/Ck9cwuqBHU2XZeLTzQvD20j
-----END PRIVATE KEY-----
`;

export const serverCertificate = { cert: cert.trim(), key: key.trim() };

/** What a client has to trust. */
export const authorityCertificate = serverCertificate.cert;
