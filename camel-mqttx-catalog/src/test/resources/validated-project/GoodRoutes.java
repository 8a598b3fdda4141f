package com.example;

import org.apache.camel.builder.RouteBuilder;

public class GoodRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("mqttx:sensors/#?brokers=broker.example.com&qos=1")
                .to("mqttx:out?outbox=memory");
    }
}
