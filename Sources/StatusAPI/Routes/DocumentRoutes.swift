internal import WebServer

/// The description of the API itself (OpenAPI 3.1).
struct DocumentRoutes {
    var all: [Route] {
        [
            Route("GET", "/api/v1/openapi.json") { _, request in
                JSONAnswer.text(PackageResources.openapi_json, to: request)
            }
        ]
    }
}
