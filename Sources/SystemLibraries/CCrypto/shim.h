#pragma once
// SHA-256 and HMAC; the same calls in mbedTLS 2.28 and 3.
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>
