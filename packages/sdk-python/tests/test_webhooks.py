from __future__ import annotations

import base64
import unittest

from longhaul import WebhookVerificationError, verify_webhook
from longhaul.ed25519 import is_signed

# The example of the Standard Webhooks libraries.
ID, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEADERS = {
    "Webhook-Id": ID,
    "WEBHOOK-TIMESTAMP": str(STAMP),
    "webhook-signature": "v1,AAAA v2,zzz v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
# RFC 8032, 7.1: key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


class Verifying(unittest.TestCase):
    def test_returns_the_event_of_a_delivery_that_any_of_the_keys_signed(self) -> None:
        for key in (SECRET, ["other", SECRET]):
            self.assertEqual(verify_webhook(HEADERS, BODY, key, now=STAMP), {"test": 2432232314})

    def test_refuses_what_is_not_as_it_was_sent_and_says_why(self) -> None:
        whpk = "whpk_" + base64.b64encode(bytes.fromhex(VECTORS[0][0])).decode()
        cases: list[tuple[str, dict[str, str], bytes, str, float]] = [
            ("no_matching_signature", {}, BODY + b" ", SECRET, STAMP),
            ("no_matching_signature", {}, BODY, "other", STAMP),
            ("no_matching_signature", {"webhook-signature": "v1,!"}, BODY, SECRET, STAMP),
            ("no_matching_signature", {"webhook-signature": "v1a,AAAA"}, BODY, whpk, STAMP),
            ("outside_tolerance", {}, BODY, SECRET, STAMP + 301),
            ("outside_tolerance", {}, BODY, SECRET, STAMP - 301),
            ("missing_headers", {"webhook-signature": ""}, BODY, SECRET, STAMP),
            ("missing_headers", {"WEBHOOK-TIMESTAMP": "1e9"}, BODY, SECRET, STAMP),
            ("bad_key", {}, BODY, "", STAMP),
            ("bad_key", {}, BODY, "whsec_?", STAMP),
            ("bad_key", {}, BODY, "whpk_AAAA", STAMP),
        ]
        for reason, headers, body, key, now in cases:
            with self.subTest(reason=reason, headers=headers, key=key):
                with self.assertRaises(WebhookVerificationError) as caught:
                    verify_webhook({**HEADERS, **headers}, body, key, now=now)
                self.assertEqual(caught.exception.reason, reason)

    def test_verifies_ed25519_as_rfc_8032_does(self) -> None:
        for key, message, signature in VECTORS:
            key_bytes, text, signed = map(bytes.fromhex, (key, message, signature))
            self.assertTrue(is_signed(key_bytes, text, signed))
            self.assertFalse(is_signed(key_bytes, text + b"x", signed))
            self.assertFalse(is_signed(key_bytes, text, signed[:-1]))
            for bit in range(0, 512, 37):
                changed = bytearray(signed)
                changed[bit // 8] ^= 1 << bit % 8
                self.assertFalse(is_signed(key_bytes, text, bytes(changed)), bit)


if __name__ == "__main__":
    unittest.main()
