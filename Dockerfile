FROM node:24-trixie-slim AS build
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 make g++ \
    && rm -rf /var/lib/apt/lists/*

# The manifests alone, so that the dependencies are installed anew only when they change. better-sqlite3 is compiled
# against the headers of the Node in this image. uWebSockets.js ships a binary of 5 to 7 MB for every platform and Node
# release; loading it proves that one fits, and only that one is kept.
COPY package.json package-lock.json .npmrc ./
COPY server/package.json server/
COPY client-sdk/package.json client-sdk/
RUN npm_config_nodedir=/usr/local npm_config_build_from_source=true npm ci \
    && npm cache clean --force \
    && node -e "require('uWebSockets.js')" \
    && cd node_modules/uWebSockets.js \
    && find . -name '*.node' \
        ! -name "$(node -p '`uws_${process.platform}_${process.arch}_${process.versions.modules}.node`')" -delete \
    && rm -rf docs examples misc mvp scripts src tests \
    && cd ../better-sqlite3 \
    && find build -type f ! -path build/Release/better_sqlite3.node -delete \
    && rm -rf deps src

# What the SDK only uses where an application brings it, React above all, counts as optional and stays out.
# /out repeats the layout of the workspace: the links in node_modules/@coplane and the server's path to the demo page
# depend on it.
COPY . .
RUN npm run build \
    && npm prune --omit=dev --omit=optional \
    && find server/dist client-sdk/dist -name '*.tsbuildinfo' -delete \
    && mkdir /out \
    && cp -a --parents package.json $(find . -maxdepth 2 -name node_modules) server/package.json server/dist \
        client-sdk/package.json client-sdk/dist client-sdk/demo/dist /out

FROM node:24-trixie-slim
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Coplane" \
    org.opencontainers.image.description="Self-hosted real-time collaboration server for canvases" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="$VERSION" \
    org.opencontainers.image.revision="$REVISION"
# On this address it starts only with a key for tokens, or with COPLANE_AUTH=open.
ENV NODE_ENV=production \
    COPLANE_DATA_DIR=/data \
    COPLANE_HOST=0.0.0.0 \
    COPLANE_PORT=8080
WORKDIR /app

# /data exists before VOLUME names it, so that a new volume belongs to the server's user. The package managers go for
# what they would offer an intruder, not for their size, which stays in the base's layers.
RUN install -d -o 1000 -g 1000 /data \
    && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
        /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
# Owned by root: the server can read its code and not change it.
COPY --from=build /out .

# The user "node", by number: an orchestrator can tell a number from root without reading the image's passwd.
USER 1000:1000
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# It asks this very server, so it need not know who signed its certificate.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["node", "-e", "const { COPLANE_INTERNAL_PORT: inner, COPLANE_PORT: outer, COPLANE_TLS_CERT: cert } = process.env; process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; fetch((cert && !inner ? 'https' : 'http') + '://127.0.0.1:' + (inner || outer) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1))"]
# The server is process 1 and handles SIGTERM and SIGINT itself; it starts no processes that would need reaping.
ENTRYPOINT ["node", "server/dist/main.js"]
