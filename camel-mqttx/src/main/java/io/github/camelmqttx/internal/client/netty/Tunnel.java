/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.internal.client.netty;

import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.ProxyAddress;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * What is in the pipeline of a channel while a proxy connects it to a broker, and no longer. The proxy gets the host
 * name of the broker and resolves it. Confined to the event loop of the channel.
 */
final class Tunnel extends ChannelInitializer<Channel> {

    private static final String PROXY = "mqttx-proxy";
    private static final String ANSWERS = "mqttx-proxy-answers";
    private static final String END = "mqttx-proxy-end";

    private final ProxyHandler handler;
    private @Nullable Object answer;

    /** @param proxyAddress resolved */
    Tunnel(ProxySettings proxy, InetSocketAddress proxyAddress) {
        this.handler = handler(proxy, proxyAddress);
        handler.setConnectTimeoutMillis(0);
    }

    private static ProxyHandler handler(ProxySettings proxy, InetSocketAddress address) {
        String userName = proxy.userName();
        String password = proxy.password() == null ? "" : proxy.password();
        if (proxy.address().protocol() == ProxyAddress.Protocol.SOCKS5) {
            return new Socks5ProxyHandler(address, userName, userName == null ? null : password);
        }
        return userName == null ? new HttpProxyHandler(address) : new HttpProxyHandler(address, userName, password);
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(PROXY, handler);
        pipeline.addBefore(PROXY, ANSWERS, new Answers());
        pipeline.addLast(END, new End());
    }

    /** What the channel is to be connected to: the broker, not resolved unless it is a literal. */
    static InetSocketAddress destination(BrokerAddress broker) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(broker.host());
        if (literal == null) {
            return InetSocketAddress.createUnresolved(ascii(broker.host()), broker.port());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), broker.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Neither an IPv4 nor an IPv6 address: " + broker.host(), e);
        }
    }

    /** Both kinds of proxies want host names in ASCII. */
    private static String ascii(String host) {
        return host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
    }

    /** Tells once whether the tunnel stands, for a channel whose TCP connection to the proxy stands. */
    void onOutcome(Runnable stands, Consumer<Throwable> failed) {
        handler.connectFuture().addListener(outcome -> {
            if (outcome.isSuccess()) {
                stands.run();
            } else {
                failed.accept(outcome.cause());
            }
        });
    }

    /** The last thing that the proxy has said, or null. */
    @Nullable
    Object answer() {
        return answer;
    }

    /** The tunnel stands: nothing of the proxy is left in the pipeline. */
    void removeFrom(Channel channel) {
        channel.pipeline().remove(ANSWERS);
        channel.pipeline().remove(PROXY);
        channel.pipeline().remove(END);
    }

    /** Takes down what the proxy says; a refusal ends the connection at once, whatever the proxy does with it. */
    private final class Answers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean http = message instanceof HttpResponse;
            if (http || message instanceof Socks5Message) {
                answer = message;
            }
            ctx.fireChannelRead(message);
            if (http && !((HttpResponse) message).status().equals(HttpResponseStatus.OK)) {
                ctx.close();
            }
        }
    }

    /** Keeps failures, which the outcome tells, from the end of the pipeline, where they would be logged. */
    private static final class End extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
