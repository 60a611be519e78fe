package io.tallygate.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How sockets are driven: epoll where the machine has it, else the JDK's selectors. */
enum Transport {
  EPOLL {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    ChannelFactory<ServerChannel> serverChannels() {
      return EpollServerSocketChannel::new;
    }

    @Override
    ChannelFactory<Channel> clientChannels() {
      return EpollSocketChannel::new;
    }
  },
  NIO {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    ChannelFactory<ServerChannel> serverChannels() {
      return NioServerSocketChannel::new;
    }

    @Override
    ChannelFactory<Channel> clientChannels() {
      return NioSocketChannel::new;
    }
  };

  abstract IoHandlerFactory handlers();

  abstract ChannelFactory<ServerChannel> serverChannels();

  abstract ChannelFactory<Channel> clientChannels();

  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }
}
