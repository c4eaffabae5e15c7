#pragma once
// Digests, HMAC and Base64; the same calls in mbedTLS 2.28 and 3.
#include <mbedtls/base64.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>
