// Draws the OpenAPI document. Requests made from the page carry the browser's sign-in and the token that proves it is ours.
"use strict";

const place = document.getElementById("swagger-ui");

const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    if (request.method !== "GET" && !request.headers.Authorization) request.headers["X-CSRFToken"] = csrf();
    return request;
  },
});
