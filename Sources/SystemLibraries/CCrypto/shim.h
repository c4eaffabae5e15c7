#pragma once
// Digests, HMAC, PBKDF2, comparison in constant time, and Base64; the same calls in mbedTLS 2.28 and 3.
#include <mbedtls/base64.h>
#include <mbedtls/constant_time.h>
#include <mbedtls/md.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/sha256.h>
