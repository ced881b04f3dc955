"""What a test runner finds: a test that imports the service."""

import unittest

import asgi_app


class ServiceTest(unittest.TestCase):
    def test_imports(self):
        self.assertTrue(callable(asgi_app.app))
        asgi_app.logger.info("in a test")
